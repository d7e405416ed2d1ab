namespace Tocsin.Sdk;

/// <summary>Another key under which files may give an option or a setting, as another program writes it: <c>author_name</c>.</summary>
/// <param name="key">The key, as it stands in files.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class OptionAliasAttribute(string key) : Attribute
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;
}
