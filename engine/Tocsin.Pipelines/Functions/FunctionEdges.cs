using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Dsl.Binding;
using Tocsin.Sdk.Functions;

namespace Tocsin.Pipelines.Functions;

/// <summary>What a function takes and gives, by the interface it implements.</summary>
internal static class FunctionEdges
{
    private static readonly (Type Interface, EdgeKind Wants, EdgeKind Provides)[] Known =
    [
        (typeof(IStreamFunction), EdgeKind.Stream, EdgeKind.Stream),
        (typeof(IBatchFunction), EdgeKind.Batch, EdgeKind.Batch),
        (typeof(IStreamToBatchFunction), EdgeKind.Stream, EdgeKind.Batch),
        (typeof(IBatchToStreamFunction), EdgeKind.Batch, EdgeKind.Stream),
    ];

    /// <exception cref="OptionsShapeException">There is no such interface, or too many.</exception>
    public static (EdgeKind Wants, EdgeKind Provides) Of(Type type)
    {
        if (type.IsAbstract || type.IsValueType || type.ContainsGenericParameters)
            throw new OptionsShapeException($"{type.FullName} is marked [PipelineFunction] and must be a class that can be made: not abstract, without type parameters");

        var found = Array.FindAll(Known, known => known.Interface.IsAssignableFrom(type));
        return found switch
        {
            [var only] => (only.Wants, only.Provides),
            [var stream, var batch] when stream.Interface == typeof(IStreamFunction) && batch.Interface == typeof(IBatchFunction) => (EdgeKind.Any, EdgeKind.Any),
            [] => throw new OptionsShapeException(
                $"{type.FullName} is marked [PipelineFunction] and implements none of {string.Join(", ", Known.Select(known => known.Interface.Name))}"),
            _ => throw new OptionsShapeException(
                $"{type.FullName} implements {string.Join(" and ", found.Select(known => known.Interface.Name))}: a function implements one of them, " +
                $"or {nameof(IStreamFunction)} with {nameof(IBatchFunction)}"),
        };
    }
}
