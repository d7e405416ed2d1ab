using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Tasks;

/// <summary>The rule for where a task's points come from: its script says it, or who defines it, not both.</summary>
public static class TaskDbrps
{
    /// <summary>What a task reads.</summary>
    /// <param name="script">What the script says.</param>
    /// <param name="given">What comes with the definition.</param>
    /// <param name="before">What the task read before, where neither says it.</param>
    /// <exception cref="DefinitionException">Both say it, or nobody does.</exception>
    public static IReadOnlyList<Dbrp> Choose(IReadOnlyList<Dbrp> script, IReadOnlyList<Dbrp> given, IReadOnlyList<Dbrp> before)
    {
        if (script.Count > 0 && given.Count > 0)
            throw DefinitionException.Invalid("cannot specify dbrp in both implicitly and explicitly");
        var chosen = script.Count > 0 ? script : given.Count > 0 ? given : before;
        return chosen.Count > 0 ? chosen : throw DefinitionException.Invalid("must specify dbrp");
    }
}
