using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Tasks;

/// <summary>A script with the values of its variables: all that makes a pipeline.</summary>
internal sealed record TaskScript(string Script, IReadOnlyDictionary<string, ScriptVar> Vars)
{
    /// <summary>True when the other makes the same pipeline.</summary>
    internal bool IsSame(TaskScript other) => Script == other.Script && (ReferenceEquals(Vars, other.Vars) || TaskRecords.WriteVars(Vars) == TaskRecords.WriteVars(other.Vars));
}
