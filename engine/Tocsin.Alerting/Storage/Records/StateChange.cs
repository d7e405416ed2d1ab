namespace Tocsin.Alerting.Storage.Records;

/// <summary>Something to be committed, all of it or nothing. Applied on the store's own thread.</summary>
public abstract class StateChange
{
    /// <summary>How many numbers of deliveries the change uses, from <see cref="FirstNumber"/> on.</summary>
    public virtual int Numbers => 0;

    /// <summary>Set by the store when it takes the change; numbers grow in the order of commits, over restarts too.</summary>
    public long FirstNumber { get; internal set; }

    /// <summary>False when the change may wait a few milliseconds for company, and nobody waits for it.</summary>
    public virtual bool IsUrgent => true;

    /// <summary>True when whoever made it waits for its own success or failure.</summary>
    public virtual bool TellsItsMaker => false;

    /// <summary>
    /// True when whoever made it takes its failure for never having asked: while nothing can be written it fails at once, and all others wait.
    /// </summary>
    public virtual bool IsRefusable => false;

    /// <summary>Called once for each group commit, in order, before <see cref="Apply"/>: a later change may take the place of an earlier one.</summary>
    public virtual void Announce()
    {
    }

    /// <summary>Writes the change. Called again when a commit failed and is repeated.</summary>
    public abstract void Apply(IStateWriter writer);

    /// <summary>Called after the commit, in the order of commits, on the store's thread: must be quick.</summary>
    public virtual void Committed()
    {
    }

    /// <summary>Called when the change can never be written. The others of its commit are not affected.</summary>
    public virtual void Failed(Exception error)
    {
    }
}
