using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Pipelines.Processing;

/// <summary>What a running task offers to HTTP GET, by path below the task. Safe for any number of threads.</summary>
public sealed class TaskEndpoints
{
    private readonly ConcurrentDictionary<string, Action<IBufferWriter<byte>>> _writers = new();

    /// <summary>Offers a path. False when it is taken.</summary>
    /// <param name="path">Without a leading slash.</param>
    /// <param name="write">Writes the answer's JSON; called by any thread.</param>
    public bool TryAdd(string path, Action<IBufferWriter<byte>> write) => _writers.TryAdd(path, write);

    public bool TryFind(string path, [NotNullWhen(true)] out Action<IBufferWriter<byte>>? write) => _writers.TryGetValue(path, out write);
}
