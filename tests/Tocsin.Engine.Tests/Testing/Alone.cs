namespace Tocsin.Engine.Tests.Testing;

/// <summary>Tests that measure what all share, such as the pool of batches: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
