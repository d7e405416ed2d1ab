using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.Loading;

/// <summary>A file of a load folder as it was read.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Content">What it says; empty when it cannot be read.</param>
/// <param name="Error">Why it cannot be read; empty otherwise.</param>
internal sealed record LoadFile(string Path, string Content, string Error)
{
    /// <summary>The id of what it defines, when that is named by the file.</summary>
    public string Id => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <exception cref="FileException">The file cannot be read, or nothing is in it.</exception>
    public string Text
    {
        get
        {
            if (Error.Length > 0)
                throw new FileException(Error);

            // What a broken write left is empty more often than what somebody meant.
            return Content.AsSpan().IsWhiteSpace()
                ? throw new FileException([new ConfigProblem("the file is empty: write what it defines, or delete the file to delete that", new ConfigPlace(Path, 1, 1))])
                : Content;
        }
    }

    public static LoadFile Read(string path)
    {
        try
        {
            return new LoadFile(path, TextFile.Read(path), "");
        }
        catch (FileException problem)
        {
            return new LoadFile(path, "", problem.Message);
        }
    }
}
