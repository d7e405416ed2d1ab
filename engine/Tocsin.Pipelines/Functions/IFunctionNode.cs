namespace Tocsin.Pipelines.Functions;

/// <summary>A node of a script that is a function of users.</summary>
internal interface IFunctionNode
{
    UserFunction Function { get; }
}
