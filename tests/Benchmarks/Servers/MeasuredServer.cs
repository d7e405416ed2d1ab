namespace Tocsin.Benchmarks.Servers;

/// <summary>A server that is measured.</summary>
internal abstract class MeasuredServer(string name)
{
    public string Name { get; } = name;

    /// <summary>What it was built from; empty when nobody says.</summary>
    public virtual string Commit => "";

    /// <summary>Makes sure that it serves, with nothing in it where that can be had.</summary>
    public abstract Task<ServerSession> OpenAsync();
}
