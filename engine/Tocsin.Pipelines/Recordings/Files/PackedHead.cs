using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>Tells recordings from other files by how they begin.</summary>
internal static class PackedHead
{
    /// <summary>What is wrong with the first bytes of a file; null when they are those of a recording. The file stands at its beginning afterwards.</summary>
    /// <param name="type">What the recording holds.</param>
    public static string? ProblemOf(Stream file, EdgeKind type)
    {
        var isOfBatches = type == EdgeKind.Batch;
        ReadOnlySpan<byte> wanted = isOfBatches ? "PK"u8 : [0x1F, 0x8B];
        Span<byte> head = stackalloc byte[2];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (read == 0)
            return "the file is empty: it was cut off";
        if (!wanted.StartsWith(head[..read]))
            return $"this is not a recording of {(isOfBatches ? "batches, which is a zip archive" : "points, which is packed by gzip")}";
        return read < head.Length ? "the file ends too early: it was cut off" : null;
    }
}
