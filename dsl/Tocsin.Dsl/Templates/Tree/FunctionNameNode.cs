using Tocsin.Dsl.Templates.Functions;

namespace Tocsin.Dsl.Templates.Tree;

internal sealed class FunctionNameNode(int offset, TemplateFunction function) : TemplateNode(offset)
{
    public TemplateFunction Function { get; } = function;

    public override string ToString() => Function.Name;
}
