namespace Tocsin.Engine.Hosting;

/// <summary>C# scripts of handlers.</summary>
public sealed record ScriptsOptions
{
    /// <summary>Where relative paths of scripts begin. Empty, the default: <c>scripts</c> in the load folder, or in the data folder when there is none.</summary>
    public string Dir { get; init; } = "";
}
