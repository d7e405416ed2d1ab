namespace Tocsin.Engine.Trust;

/// <summary>Why a definition is not taken from somebody.</summary>
/// <param name="What">What it does that not everybody may have done.</param>
/// <param name="Setting">What to change in the configuration so that it is taken.</param>
public sealed record Objection(string What, string Setting)
{
    public override string ToString() => $"{What}: define it as an administrator, from the server's own machine or in the load folder, or {Setting} in the configuration";
}
