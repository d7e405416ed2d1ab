namespace Tocsin.Engine.Configuration;

/// <summary>How state is kept.</summary>
public sealed record StorageOptions
{
    /// <summary>What a commit outlives. Default <see cref="StorageSafety.Process"/>.</summary>
    public StorageSafety Synchronous { get; init; } = StorageSafety.Process;
}
