using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Functions;

/// <summary>Sets of functions, and scripts bound with them.</summary>
internal static class Functions
{
    /// <summary>All of <see cref="SampleFunctions"/> and the classes beside it.</summary>
    public static readonly FunctionSet Sample = Of(
        typeof(SampleFunctions), typeof(SmoothFunction), typeof(PassFunction), typeof(GatherFunction), typeof(SizeFunction));

    public static FunctionSet Of(params Type[] types)
    {
        var found = FoundFunctions.FromTypes(types, "acme");
        found.Errors.Should().BeEmpty();
        return found.Functions.Aggregate(FunctionSet.Empty, (set, function) =>
        {
            set.TryAdd(function, out var more, out var error).Should().BeTrue(error);
            return more!;
        });
    }

    /// <summary>The functions that classes bring, and what is wrong with them.</summary>
    public static FoundFunctions Find(params Type[] types) => FoundFunctions.FromTypes(types, "acme");

    public static BoundScript Bind(string script, FunctionSet? functions = null)
    {
        var extensions = new Extensions { Functions = functions ?? Sample };
        return new ScriptCompiler(() => extensions.Vocabulary).Compile(script, new Dictionary<string, ScriptVar>(), isTemplate: false);
    }

    /// <summary>The node of the only function in a script.</summary>
    public static UserFunctionNode Node(string call, FunctionSet? functions = null) =>
        Bind($"stream|from(){call}|log()", functions).Graph!.Nodes.Select(node => node.Definition).OfType<UserFunctionNode>().Single();

    /// <summary>The same below a window.</summary>
    public static UserFunctionNode BatchNode(string call, FunctionSet? functions = null) =>
        Bind($"stream|from()|window().every(1m).period(1m){call}|log()", functions).Graph!.Nodes.Select(node => node.Definition).OfType<UserFunctionNode>().Single();
}
