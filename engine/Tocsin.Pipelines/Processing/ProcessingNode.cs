using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Processing;

/// <summary>A node that the engine can run.</summary>
public abstract class ProcessingNode : NodeDefinition
{
    /// <summary>Makes what runs for the node when a task starts.</summary>
    /// <exception cref="TaskStartException">The node cannot run as its script wants it.</exception>
    public abstract Processor CreateProcessor(NodeContext context);

    /// <summary>
    /// True when the node waits for others while it handles a message, as a synchronous POST does: the task then gets a thread of its own.
    /// </summary>
    public virtual bool Blocks => false;

    /// <summary>How long the node may take to pass on what it holds when its task stops. Others go on without the task after that.</summary>
    public virtual TimeSpan LongestStop => TimeSpan.FromSeconds(10);

    /// <summary>True when the measurement of what comes out is not for the script to say.</summary>
    public virtual bool NamesMeasurements => false;

    /// <summary>The folder of the server's machine whose files the node reads; null for none.</summary>
    public virtual string? FolderRead() => null;

    /// <summary>Texts of the script that nobody but its authors may see.</summary>
    public virtual IEnumerable<string> Secrets() => [];

    /// <summary>Adds what keeps the node from doing its work on a server, though nothing is wrong with the script.</summary>
    internal virtual void CheckServer(ServerCheck check)
    {
    }
}
