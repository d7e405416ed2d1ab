using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>What the function of a node knows, in the place of what it knew before.</summary>
internal sealed class FunctionSnapshotChange(string task, string node, string function, byte[] snapshot) : StateChange
{
    public override bool IsUrgent => false;

    public override void Apply(IStateWriter writer) => writer.SaveFunctionSnapshot(task, node, new FunctionSnapshotRow(function, snapshot));
}
