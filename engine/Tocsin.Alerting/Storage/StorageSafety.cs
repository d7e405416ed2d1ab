namespace Tocsin.Alerting.Storage;

/// <summary>What a commit outlives.</summary>
public enum StorageSafety
{
    /// <summary>The sudden end of the process.</summary>
    Process,

    /// <summary>Also that of the machine: each commit waits for the disk.</summary>
    Machine,
}
