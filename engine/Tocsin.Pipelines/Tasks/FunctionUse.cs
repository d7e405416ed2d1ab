using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Functions;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Says what tasks have to do with functions of users.</summary>
public static class FunctionUse
{
    private const string UndefinedFunction = "TS3002";

    /// <summary>The functions that a task runs with and that are not in force any more: replaced, or gone.</summary>
    public static IReadOnlyList<UserFunction> Outdated(RunningTask task, FunctionSet functions) =>
        task.Functions.Count == 0 ? [] : [.. task.Functions.Where(function => !functions.Contains(function))];

    /// <summary>Whether a task calls functions that were not there when it was defined.</summary>
    internal static bool Misses(TaskDefinition task) => task.Warnings.Any(warning => warning.Code == UndefinedFunction);

    /// <summary>What of the functions of a task a script would do without that was bound with what is in force now.</summary>
    internal static IReadOnlyList<UserFunction> Lost(IReadOnlyList<UserFunction> used, PipelineGraph graph)
    {
        var now = UserFunction.UsedBy(graph).Select(function => function.ShortForm).ToHashSet(StringComparer.Ordinal);
        return [.. used.Where(function => !now.Contains(function.ShortForm))];
    }
}
