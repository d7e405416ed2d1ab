using Tocsin.Dsl.Binding;
using Tocsin.Engine.Tasks;

namespace Tocsin.Engine.Functions;

/// <summary>Says what tasks have to do with functions of users.</summary>
internal static class FunctionUse
{
    private const string UndefinedFunction = "TS3002";

    /// <summary>Whether a pipeline is made with one of these functions.</summary>
    public static bool Uses(PipelineGraph graph, IReadOnlyCollection<UserFunction> functions) =>
        graph.ForeignFunctions.Any(function => function.Owner is UserFunction owner && functions.Contains(owner)) ||
        graph.Nodes.Any(node => node.Definition is UserFunctionNode use && functions.Contains(use.Function));

    /// <summary>Whether a task calls functions that were not there when it was defined.</summary>
    public static bool Misses(TaskDefinition task) => task.Warnings.Any(warning => warning.Code == UndefinedFunction);
}
