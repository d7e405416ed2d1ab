namespace Tocsin.Sdk;

/// <summary>
/// How the address that an option takes may begin. An option of the type <see cref="Uri"/> takes <c>http</c> and <c>https</c> without it; texts,
/// lists of them and templates are checked as addresses only with it. What is empty, and a template with parts to fill in, is not checked.
/// </summary>
/// <param name="schemes">The schemes, without <c>://</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AddressSchemesAttribute(params string[] schemes) : Attribute
{
    /// <summary>The schemes, without <c>://</c>.</summary>
    public IReadOnlyList<string> Schemes { get; } = schemes;
}
