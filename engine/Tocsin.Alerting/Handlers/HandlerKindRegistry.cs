namespace Tocsin.Alerting.Handlers;

/// <summary>Holds the kinds of handlers that are in force now. Safe for any thread: readers take one snapshot and work with it.</summary>
public sealed class HandlerKindRegistry(HandlerKinds kinds)
{
    private volatile HandlerKinds _current = kinds;

    /// <summary>The kinds in force.</summary>
    public HandlerKinds Current => _current;

    /// <summary>Puts other kinds in force, for whoever asks from now on.</summary>
    public void Swap(HandlerKinds kinds) => _current = kinds;
}
