namespace Tocsin.Alerting.Handlers;

/// <summary>Options that say what is run or written on the server's machine: who may say anything there is as powerful as the server.</summary>
public interface IGuardedOptions
{
    /// <summary>What a handler with these options would use; nothing for what is not given yet.</summary>
    IEnumerable<MachineUse> Uses();
}
