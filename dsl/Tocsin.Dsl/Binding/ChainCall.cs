using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>A call with the values of its arguments.</summary>
/// <param name="Name">The name as written.</param>
/// <param name="Span">The name's place, where mistakes are reported.</param>
/// <param name="Arguments">The values; those of a list when that is the only argument.</param>
internal sealed record ChainCall(string Name, TextSpan Span, IReadOnlyList<object> Arguments)
{
    public static ChainCall From(CallSyntax syntax, object[] values) =>
        new(syntax.Name.Name, syntax.Name.Span, values is [object[] items] ? items : values);
}
