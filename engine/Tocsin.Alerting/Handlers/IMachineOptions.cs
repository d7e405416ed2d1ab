using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>Options that name something on the machine the server runs on: whether it is there can be seen there, and is a warning, as it may come.</summary>
internal interface IMachineOptions
{
    /// <summary>What is not there; empty when all is.</summary>
    IEnumerable<OptionProblem> CheckMachine();
}
