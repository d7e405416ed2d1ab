namespace Tocsin.Inputs.Intake;

/// <summary>A way in for points that is open. Disposing closes it; what it has taken reaches the tasks.</summary>
internal interface IInput : IAsyncDisposable
{
    /// <summary>Where it listens or what it asks, for people.</summary>
    string Address { get; }
}
