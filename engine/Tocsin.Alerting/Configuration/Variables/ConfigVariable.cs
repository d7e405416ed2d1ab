namespace Tocsin.Alerting.Configuration.Variables;

/// <summary>A variable in a configured text.</summary>
/// <param name="IsFile">True for <c>${file:PATH}</c>, false for <c>${env:NAME}</c>.</param>
/// <param name="Name">The path, or the name.</param>
public readonly record struct ConfigVariable(bool IsFile, string Name)
{
    public override string ToString() => $"${{{(IsFile ? "file" : "env")}:{Name}}}";
}
