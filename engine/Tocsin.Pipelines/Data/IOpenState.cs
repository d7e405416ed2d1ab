namespace Tocsin.Pipelines.Data;

/// <summary>What a node keeps for a group and must not lose because the group is silent.</summary>
internal interface IOpenState
{
    /// <summary>True while it must be kept.</summary>
    bool IsOpen { get; }
}
