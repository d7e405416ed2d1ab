using System.Buffers.Binary;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>What the first bytes of a file say. Read without SQLite, which changes files, be it a little, by opening them.</summary>
/// <param name="IsDatabase">Whether it begins as a database does; nothing else counts when it does not.</param>
/// <param name="Application">The mark of the program that made it; 0 for none.</param>
/// <param name="Version">The version of its tables.</param>
/// <param name="HasLog">Whether what was written last may stand in a log beside it.</param>
internal readonly record struct SqliteHeader(bool IsDatabase, int Application, int Version, bool HasLog)
{
    private const int Length = 100;
    private const int WriteFormatOffset = 18;
    private const int VersionOffset = 60;
    private const int ApplicationOffset = 68;
    private const byte WriteAheadLog = 2;

    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SqliteHeader Read(string path)
    {
        Span<byte> header = stackalloc byte[Length];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.ReadAtLeast(header, Length, throwOnEndOfStream: false) < Length || !header.StartsWith("SQLite format 3\0"u8))
            return default;
        return new SqliteHeader(
            true,
            BinaryPrimitives.ReadInt32BigEndian(header[ApplicationOffset..]),
            BinaryPrimitives.ReadInt32BigEndian(header[VersionOffset..]),
            header[WriteFormatOffset] == WriteAheadLog);
    }
}
