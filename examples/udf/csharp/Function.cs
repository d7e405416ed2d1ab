using Tocsin.Pipelines.Functions.Processes.Wire;

namespace MovingAverage;

/// <summary>What a function does. The server starts one for each use in a script, and calls come one after the other.</summary>
public abstract class Function
{
    /// <summary>False leaves requests for a sign of life unanswered: the server ends the function after its time-out.</summary>
    public virtual bool IsAlive => true;

    /// <summary>What it takes and gives, and the types of its options.</summary>
    public abstract InfoResponse Describe();

    /// <summary>Takes the options that the script gives. What is returned refuses them.</summary>
    public virtual string? Init(InitRequest options) => null;

    /// <summary>Takes a point, of a stream or of the batch that was begun.</summary>
    public abstract void Take(Point point, Agent agent);

    /// <summary>Takes the begin of a batch.</summary>
    public virtual void Begin(BeginBatch batch, Agent agent)
    {
    }

    /// <summary>Takes the end of a batch.</summary>
    public virtual void End(EndBatch batch, Agent agent)
    {
    }

    /// <summary>What it knows, for <see cref="Restore"/> after a restart.</summary>
    public virtual byte[] Snapshot() => [];

    /// <summary>Goes on with what was known. What is returned refuses it.</summary>
    public virtual string? Restore(byte[] snapshot) => null;

    /// <summary>Nothing more comes: the last chance to send something.</summary>
    public virtual void Stopped(Agent agent)
    {
    }
}
