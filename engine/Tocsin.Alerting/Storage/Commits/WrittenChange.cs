using Tocsin.Alerting.Storage.Records;

namespace Tocsin.Alerting.Storage.Commits;

/// <summary>A change that is nothing but what it writes.</summary>
internal sealed class WrittenChange(Action<IStateWriter> apply) : StateChange
{
    public override void Apply(IStateWriter writer) => apply(writer);
}
