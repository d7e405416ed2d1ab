namespace Tocsin.Engine.Hosting;

/// <summary>How writes of points are answered.</summary>
public sealed record WriteOptions
{
    /// <summary>When a write is answered. Default <see cref="WriteAcknowledgement.Committed"/>.</summary>
    public WriteAcknowledgement Acknowledge { get; init; } = WriteAcknowledgement.Committed;
}
