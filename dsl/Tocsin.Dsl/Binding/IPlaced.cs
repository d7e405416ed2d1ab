using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>What a property of a script made, such as a handler, that wants to know its place.</summary>
public interface IPlaced
{
    /// <summary>The name of the property that made it.</summary>
    TextSpan Span { get; set; }
}
