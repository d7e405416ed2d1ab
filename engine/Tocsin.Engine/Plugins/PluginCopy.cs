namespace Tocsin.Engine.Plugins;

/// <summary>A copy of a plugin's folder that nobody changes, until it is disposed.</summary>
/// <param name="Folder">Has the name of the folder it was made of.</param>
internal sealed record PluginCopy(string Folder) : IDisposable
{
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path.GetDirectoryName(Folder) ?? Folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Some systems keep the files of loaded code. It goes when the server stops, or at its next start.
        }
    }
}
