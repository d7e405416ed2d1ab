namespace Tocsin.Alerting.Configuration.Reading;

/// <summary>Reads files that a definition names. Devices and pipes, which never end, are not opened, and what is read has a limit.</summary>
public static class RegularFile
{
    /// <summary>Bytes of a file.</summary>
    public const int MostBytes = 1024 * 1024;

    /// <summary>
    /// The file of a path, behind its links, which can be opened: null when it is missing, empty, or no regular file. Devices, pipes and sockets
    /// have no length, and only opening a pipe can wait for ever.
    /// </summary>
    /// <exception cref="IOException">Its links lead nowhere.</exception>
    public static FileInfo? Behind(string path)
    {
        var named = new FileInfo(path);
        if (!named.Exists)
            return null;
        var file = named.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? named;
        return file is { Exists: true, Length: > 0 } ? file : null;
    }

    /// <exception cref="IOException">The file is missing, too large, empty or no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string ReadText(string path)
    {
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path)));
        return reader.ReadToEnd();
    }

    /// <exception cref="IOException">The file is missing, too large, empty or no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadBytes(string path) => ReadBytes(path, MostBytes) is { Length: > 0 } content
        ? content
        : throw new IOException($"the file {path} is empty, or no regular file");

    /// <summary>The same with another limit. What has no length, such as a device or a pipe, is empty.</summary>
    /// <exception cref="IOException">The file is missing or too large.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadBytes(string path, long most)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"there is no file {path}");
        if (Behind(path) is not { } file)
            return [];
        if (file.Length > most)
            throw new IOException($"the file {path} has {file.Length} bytes, more than {most}");

        using var stream = file.OpenRead();
        var content = new byte[file.Length];
        return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
    }
}
