namespace Tocsin.Alerting.Storage;

/// <summary>Several changes that are committed together or not at all, in their order.</summary>
internal sealed class JointChange(IReadOnlyList<StateChange> parts) : StateChange
{
    public override int Numbers => parts.Sum(part => part.Numbers);

    public override bool TellsItsMaker => parts.Any(part => part.TellsItsMaker);

    public override void Announce()
    {
        foreach (var part in parts)
            part.Announce();
    }

    public override void Apply(IStateWriter writer)
    {
        var number = FirstNumber;
        foreach (var part in parts)
        {
            part.FirstNumber = number;
            number += part.Numbers;
            part.Apply(writer);
        }
    }

    public override void Committed()
    {
        foreach (var part in parts)
            part.Committed();
    }

    public override void Failed(Exception error)
    {
        foreach (var part in parts)
            part.Failed(error);
    }
}
