using Tocsin.Dsl.Binding;

namespace Tocsin.Dsl.Tests.Binding.Nodes;

/// <summary>Classes that cannot be nodes.</summary>
public static class Wrong
{
    [Node("a")]
    public sealed class NoDefinition;

    [Node("b")]
    public sealed class UnknownType : NodeDefinition
    {
        public TimeSpan Span { get; set; }
    }

    [Node("c")]
    public sealed class TwoConstructors : NodeDefinition
    {
        public TwoConstructors()
        {
        }

        public TwoConstructors(string name) => Name = name;

        [NotInScript]
        public string Name { get; } = "";
    }

    [Node("d")]
    public sealed class SameNameTwice : NodeDefinition
    {
        public string Unit { get; set; } = "";

        [ScriptMethod("unit")]
        public void SetUnit(string unit) => Unit = unit;
    }
}
