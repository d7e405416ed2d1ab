namespace Tocsin.Sdk.Functions;

/// <summary>
/// Makes a class a function of pipelines: <c>stream|from()@smooth().factor(0.3)|alert()</c>. What it takes and gives follows from the one
/// interface it implements: <see cref="IStreamFunction"/>, <see cref="IBatchFunction"/>, <see cref="IStreamToBatchFunction"/> or
/// <see cref="IBatchToStreamFunction"/>; the first two together make a function for either. Each group has an instance of its own, made
/// for its first point and called by one thread at a time: what it remembers are plain fields. An instance that is
/// <see cref="IDisposable"/> is disposed when its group ends or the task stops. The constructor may ask for options (a class marked
/// <see cref="FunctionOptionsAttribute"/>), a <see cref="FunctionContext"/> and a <see cref="TimeProvider"/>.
/// <para>
/// What a call throws is logged and counted, and drops the point or batch at hand; the task goes on. A call that does not come back is
/// logged and fails the task in the end, so a function must never wait for others.
/// </para>
/// </summary>
/// <param name="name">As scripts write it behind <c>@</c>: a letter, then letters, digits and underscores.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PipelineFunctionAttribute(string name) : Attribute
{
    /// <summary>As scripts write it behind <c>@</c>.</summary>
    public string Name { get; } = name;
}
