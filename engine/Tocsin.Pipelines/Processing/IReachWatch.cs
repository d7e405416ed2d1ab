using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Templates;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Processing;

/// <summary>Is shown what of tasks is reached, where somebody tests them. Any thread may call.</summary>
public interface IReachWatch
{
    /// <summary>Looks at the conditions of a task.</summary>
    IConditionWatch ConditionsOf(string task);

    /// <summary>Looks at the texts of a node.</summary>
    IBranchWatch TextsOf(string task, string node);

    /// <summary>An alert node has raised an event.</summary>
    void Raised(string task, string node, AlertEvent alert);
}
