using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Nodes.Planned;

/// <summary>Known from Kapacitor, but not available yet: a script that uses it is refused.</summary>
[Node("influxDBOut", Kind = "influxdb_out", Wants = EdgeKind.Any, Provides = EdgeKind.None)]
public sealed class InfluxDBOutNode : NodeDefinition
{
    public InfluxDBOutNode(params object[] arguments) => throw NotYet.Available("influxDBOut()", "send the data with |httpPost() meanwhile");
}
