using System.Security.Cryptography;
using System.Text;
using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Tasks;

/// <summary>A script with the values of its variables: all that makes a pipeline.</summary>
internal sealed record TaskScript(string Script, IReadOnlyDictionary<string, ScriptVar> Vars)
{
    /// <summary>A short text that is the same as long as the pipeline is.</summary>
    internal string Print => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script + "\0" + TaskRecords.WriteVars(Vars))).AsSpan(0, 8));

    /// <summary>True when the other makes the same pipeline.</summary>
    internal bool IsSame(TaskScript other) => Script == other.Script && (ReferenceEquals(Vars, other.Vars) || TaskRecords.WriteVars(Vars) == TaskRecords.WriteVars(other.Vars));
}
