namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>A point that a node hands over to be written to InfluxDB.</summary>
/// <param name="Node">The node, as <c>task/node</c>.</param>
/// <param name="Target">Where it goes.</param>
/// <param name="Measurement">What it is written as.</param>
/// <param name="Tags">All of them, those that the node adds too.</param>
/// <param name="Fields">Numbers, truth values and texts.</param>
/// <param name="UnixNanoseconds">Its time, cut to the unit that the node writes.</param>
public sealed record WrittenPoint(
    string Node, OutputTarget Target, string Measurement, IReadOnlyDictionary<string, string> Tags, IReadOnlyDictionary<string, object?> Fields, long UnixNanoseconds);
