namespace Tocsin.Alerting.Handlers;

/// <summary>What handlers of a script are attached to: the alert node.</summary>
public interface IHandlerHost
{
    /// <summary>Attaches one more handler; its options follow with the next properties of the script.</summary>
    void Add(HandlerUse use);
}
