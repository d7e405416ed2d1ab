namespace Tocsin.Dsl.Binding;

/// <summary>A database and one of its retention policies: where a task's points come from.</summary>
public readonly record struct Dbrp(string Database, string RetentionPolicy)
{
    /// <summary>As scripts write it: <c>"database"."retention policy"</c>.</summary>
    public override string ToString() => $"\"{Database}\".\"{RetentionPolicy}\"";
}
