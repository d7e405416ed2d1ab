using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Nodes.Planned;

/// <summary>Refuses scripts that use what Kapacitor has and Tocsin does not have yet, in words that leave no doubt.</summary>
internal static class NotYet
{
    public static ScriptArgumentException Available(string what, string wayOut) => new($"{what} is not available yet", wayOut);
}
