using System.Text;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Server.Loading;

/// <summary>Reads files that people wrote.</summary>
internal static class TextFile
{
    // Data to run scripts over may be large.
    private const long MostBytes = 1024L * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a text that comes through a pipe.</summary>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="FileException">It is too long, not readable or not UTF-8.</exception>
    public static string Read(Stream input, string name)
    {
        try
        {
            using var bytes = new MemoryStream();
            var buffer = new byte[64 * 1024];
            while (input.Read(buffer) is > 0 and var read)
            {
                if (bytes.Length + read > MostBytes)
                    throw new FileException($"{name} is longer than {MostBytes} bytes");
                bytes.Write(buffer, 0, read);
            }

            return Strict.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new FileException($"{name} is not text in UTF-8: save it in that encoding");
        }
        catch (IOException problem)
        {
            throw new FileException($"{name} cannot be read: {problem.Message}");
        }
    }

    /// <exception cref="FileException">The file is missing, not readable or not UTF-8.</exception>
    public static string Read(string path)
    {
        try
        {
            return Strict.GetString(RegularFile.ReadBytes(path, MostBytes)).TrimStart('\uFEFF');
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileException($"there is no file {path}");
        }
        catch (DecoderFallbackException)
        {
            throw new FileException($"{path} is not text in UTF-8: save it in that encoding");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FileException($"{path} cannot be read: {problem.Message}");
        }
    }
}
