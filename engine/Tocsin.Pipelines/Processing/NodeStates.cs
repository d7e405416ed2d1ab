using System.Security.Cryptography;
using System.Text;
using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Processing;

/// <summary>
/// Whose state is whose: the nodes of a pipeline by keys that are the same in another pipeline where a node stands in the same place and keeps the
/// same.
/// </summary>
internal sealed class NodeStates
{
    private readonly Dictionary<ulong, int> _byKey = [];

    public NodeStates(Pipeline pipeline)
    {
        var nodes = new List<(GraphNode Node, Processor Processor, ulong Key)>();
        var places = new Dictionary<GraphNode, string>();
        foreach (var node in pipeline.Graph.Nodes)
        {
            var processor = pipeline.ProcessorOf(node);
            var above = node.Subject is { } subject && node.Parents.Count == 0 ? [subject] : node.Parents;
            var place = $"{node.Descriptor.Name}({string.Join(',', above.Select(parent => places.GetValueOrDefault(parent)))})";
            places[node] = Convert.ToHexString(HashOf($"{place} {processor.StatePlace}"));
            if (processor.StateShape is not { } shape)
                continue;

            // Of several that are alike each is the same one again for as long as their order is.
            var key = BitConverter.ToUInt64(HashOf($"{places[node]} {shape}"));
            while (!_byKey.TryAdd(key, nodes.Count))
                key++;
            nodes.Add((node, processor, key));
        }

        Nodes = nodes;
    }

    /// <summary>The nodes that keep something.</summary>
    public IReadOnlyList<(GraphNode Node, Processor Processor, ulong Key)> Nodes { get; }

    /// <summary>The processor that goes on with what was kept under a key; null when none does.</summary>
    public Processor? Find(ulong key) => _byKey.TryGetValue(key, out var index) ? Nodes[index].Processor : null;

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..8];
}
