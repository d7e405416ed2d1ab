namespace Tocsin.Alerting.Configuration;

/// <summary>Names that become part of addresses of the API: what has one that does not fit there could never be shown or deleted again.</summary>
public static class AddressableName
{
    /// <summary>Characters of a name.</summary>
    public const int Longest = 256;

    /// <summary>Why a name cannot be part of an address; null when it can.</summary>
    public static string? Problem(string name) => name is "." or ".."
        ? $"\"{name}\" means a place in addresses: add a letter or number"
        : name.Length > Longest ? $"it has {name.Length} characters, and addresses have room for {Longest}" : null;
}
