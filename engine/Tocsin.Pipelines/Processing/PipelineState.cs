using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Processing;

/// <summary>
/// Writes down what the nodes of a pipeline keep, in parts of about a mebibyte that can be read by themselves, and takes it up again. For the
/// pipeline's thread only.
/// </summary>
internal sealed class PipelineState(Pipeline pipeline)
{
    private const int LargeEnough = 1 << 20;
    private const byte OfNode = 1;
    private const byte OfGroup = 2;

    private readonly NodeStates _nodes = new(pipeline);

    /// <summary>The nodes that keep something.</summary>
    public NodeStates Nodes => _nodes;

    /// <summary>Writes down the groups that changed since the last time, and what is kept for all groups together.</summary>
    /// <param name="isWhole">True for all groups.</param>
    /// <param name="limit">Bytes at most.</param>
    /// <param name="count">Groups that were written down.</param>
    /// <exception cref="InvalidOperationException">There are more.</exception>
    public IReadOnlyList<byte[]> Save(bool isWhole, long limit, out int count)
    {
        count = 0;
        var changed = pipeline.Groups.TakeChanged();
        var parts = new List<byte[]>();
        var written = 0L;
        var writer = Begin();
        foreach (var (index, (_, processor, _)) in _nodes.Nodes.Index())
        {
            writer.Write(OfNode);
            writer.WriteCount(index);
            var begin = writer.Begin();
            processor.SaveShared(writer);
            writer.End(begin);
        }

        foreach (var group in isWhole ? pipeline.Groups.All : changed)
        {
            count++;
            Write(group, writer, isWhole);
            if (writer.Length >= LargeEnough)
                EndPart();
        }

        EndPart();
        return parts;

        void EndPart()
        {
            var part = writer.ToArray();
            if ((written += part.Length) > limit)
                throw new InvalidOperationException($"it has more than {limit} bytes, which is what state.limit-bytes lets it have");
            parts.Add(part);
            writer = Begin();
        }
    }

    /// <summary>Takes up what was written down.</summary>
    /// <param name="parts">The newest first: what is in one of them is not looked for in those after it.</param>
    public LoadedState Load(IEnumerable<byte[]> parts)
    {
        var (done, problems) = (new Taken(), new List<string>());
        foreach (var part in parts)
        {
            try
            {
                Load(new StateReader(part, pipeline.Services.Series, pipeline.Groups), done, problems);
            }
            catch (InvalidDataException problem)
            {
                problems.Add(problem.Message);
            }
        }

        pipeline.Groups.TakeChanged();
        return new LoadedState(
            [.. _nodes.Nodes.Where(node => done.Keys.Contains(node.Key)).Select(node => node.Node.Name)],
            [.. _nodes.Nodes.Where(node => !done.Keys.Contains(node.Key)).Select(node => node.Node.Name)],
            problems);
    }

    private StateWriter Begin()
    {
        var writer = new StateWriter();
        writer.WriteCount(_nodes.Nodes.Count);
        foreach (var (_, _, key) in _nodes.Nodes)
            writer.WriteBits((long)key);
        return writer;
    }

    private void Write(Group group, StateWriter writer, bool isWhole)
    {
        var start = writer.Length;
        writer.Write(OfGroup);
        writer.Write(group);
        var has = false;
        foreach (var (index, (_, processor, _)) in _nodes.Nodes.Index())
        {
            var before = writer.Length;
            writer.WriteCount(index + 1);
            var begin = writer.Begin();
            if (processor.TrySave(group, writer))
            {
                writer.End(begin);
                has = true;
            }
            else
            {
                writer.CutOff(before);
            }
        }

        // A group of which nothing is left is written as such: it is no longer as it was written before.
        if (has || !isWhole)
            writer.WriteCount(0);
        else
            writer.CutOff(start);
    }

    private void Load(StateReader reader, Taken taken, List<string> problems)
    {
        var processors = new Processor?[reader.ReadCount()];
        var keys = new ulong[processors.Length];
        for (var i = 0; i < processors.Length; i++)
        {
            taken.Keys.Add(keys[i] = (ulong)reader.ReadBits());
            processors[i] = _nodes.Find(keys[i]);
        }

        while (!reader.IsAtEnd)
        {
            if (reader.ReadByte() == OfNode)
            {
                var node = reader.ReadIndex(processors.Length);
                var isNew = taken.Nodes.Add(keys[node]);
                Load(reader, isNew ? processors[node] : null, static (processor, reader) => processor.LoadShared(reader), problems);
                continue;
            }

            LoadGroup(reader, processors, taken, problems);
        }
    }

    private static void LoadGroup(StateReader reader, Processor?[] processors, Taken taken, List<string> problems)
    {
        var (key, find) = reader.ReadGroupKey();
        var isNew = taken.Groups.Add(key);
        Group? group = null;
        while (reader.ReadIndex(processors.Length + 1) is > 0 and var node)
        {
            Load(
                reader,
                isNew ? processors[node - 1] : null,
                (processor, reader) => processor.LoadGroup(group ??= find(), reader),
                problems);
        }
    }

    private static void Load(StateReader reader, Processor? processor, Action<Processor, StateReader> load, List<string> problems)
    {
        var end = reader.Begin();
        try
        {
            if (processor is not null)
                load(processor, reader);
        }
        catch (Exception problem) when (problem is not TaskAbandonedException)
        {
            // Whatever it is, it is about this node: the others go on.
            problems.Add($"{processor?.Name}: {problem.Message}");
        }

        reader.End(end);
    }

    /// <summary>What was found in a newer part.</summary>
    private sealed class Taken
    {
        /// <summary>The nodes that wrote.</summary>
        public HashSet<ulong> Keys { get; } = [];

        /// <summary>Those whose common part was found.</summary>
        public HashSet<ulong> Nodes { get; } = [];

        public HashSet<string> Groups { get; } = new(StringComparer.Ordinal);
    }
}
