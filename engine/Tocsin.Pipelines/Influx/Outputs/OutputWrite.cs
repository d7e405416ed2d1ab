using System.Text;

namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>Points of one node on their way to InfluxDB. Immutable.</summary>
/// <param name="Source">The node, as <c>task/node</c>: it is told of points that were kept over a restart.</param>
/// <param name="Target">Where they go.</param>
/// <param name="Points">How many; zero only has the database made.</param>
/// <param name="Lines">The points.</param>
public sealed record OutputWrite(string Source, OutputTarget Target, int Points, ReadOnlyMemory<byte> Lines)
{
    private const int Overhead = 200;

    /// <summary>About what it takes of the memory, and not less than it takes of the disk.</summary>
    public int Bytes => Lines.Length + Overhead + Encoding.UTF8.GetByteCount(Source) + Encoding.UTF8.GetByteCount(Target.Database) + Encoding.UTF8.GetByteCount(Target.RetentionPolicy);
}
