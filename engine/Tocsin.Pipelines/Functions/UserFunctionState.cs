using Tocsin.Pipelines.Data;
using Tocsin.Sdk.Functions;

namespace Tocsin.Pipelines.Functions;

/// <summary>The instance of a function for one group, by the interfaces it has, and where it sends its points.</summary>
internal sealed class UserFunctionState(object instance, UserFunctionProcessor processor, PipelineFunction function, Group group)
{
    public object Instance { get; } = instance;

    public PipelineFunction Function { get; } = function;

    public Group Group { get; } = group;

    public IStreamFunction? Stream { get; } = instance as IStreamFunction;

    public IBatchFunction? Batch { get; } = instance as IBatchFunction;

    public IStreamToBatchFunction? StreamToBatch { get; } = instance as IStreamToBatchFunction;

    public IBatchToStreamFunction? BatchToStream { get; } = instance as IBatchToStreamFunction;

    public FunctionOutput Output { get; } = new(processor, group) { Gathered = instance is IStreamToBatchFunction ? [] : null };
}
