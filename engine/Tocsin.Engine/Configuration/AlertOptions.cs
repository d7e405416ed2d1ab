namespace Tocsin.Engine.Configuration;

/// <summary>Topics.</summary>
public sealed record AlertOptions
{
    /// <summary>Whether the states of topics outlive a restart. Default true.</summary>
    public bool PersistTopics { get; init; } = true;
}
