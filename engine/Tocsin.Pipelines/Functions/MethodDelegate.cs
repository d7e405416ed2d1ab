using System.Linq.Expressions;
using System.Reflection;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Time;
using Tocsin.Sdk.Functions;

namespace Tocsin.Pipelines.Functions;

/// <summary>Makes a delegate over the types of expressions from a static method over those of .NET. Its calls are watched.</summary>
internal static class MethodDelegate
{
    private static readonly Dictionary<Type, Type> ScriptTypes = new()
    {
        [typeof(double)] = typeof(double),
        [typeof(long)] = typeof(long),
        [typeof(bool)] = typeof(bool),
        [typeof(string)] = typeof(string),
        [typeof(TimeSpan)] = typeof(Duration),
        [typeof(DateTimeOffset)] = typeof(Instant),
    };

    /// <exception cref="OptionsShapeException">The method is not written as <see cref="LambdaFunctionAttribute"/> says.</exception>
    public static Delegate Of(MethodInfo method, LambdaFunction function)
    {
        Check(method);
        var parameters = method.GetParameters();
        var given = Array.ConvertAll(parameters, p => Expression.Parameter(ScriptTypes[p.ParameterType], p.Name));
        var call = ToScript(Expression.Call(method, given.Zip(parameters, (value, p) => FromScript(value, p.ParameterType))));
        var type = Expression.GetFuncType([.. given.Select(p => p.Type), call.Type]);
        return Expression.Lambda(type, Watched(call, function), given).Compile();
    }

    private static void Check(MethodInfo method)
    {
        var place = LambdaFunction.PlaceOf(method);
        if (!method.IsStatic || method.ContainsGenericParameters)
            throw new OptionsShapeException($"{place} is marked [LambdaFunction] and must be static, without type parameters");
        if (method.GetParameters() is { Length: > ForeignSignature.MaxArguments } many)
            throw new OptionsShapeException($"{place} takes {many.Length} arguments, a function of lambdas takes at most {ForeignSignature.MaxArguments}");

        foreach (var parameter in method.GetParameters())
        {
            if (!ScriptTypes.ContainsKey(parameter.ParameterType))
                throw new OptionsShapeException($"{place}: argument '{parameter.Name}' is of type {parameter.ParameterType.Name}; {Allowed(parameter.ParameterType)}");
        }

        if (!ScriptTypes.ContainsKey(method.ReturnType))
            throw new OptionsShapeException($"{place} returns {method.ReturnType.Name}; {Allowed(method.ReturnType)}");
    }

    private static string Allowed(Type type)
    {
        if (type == typeof(int))
            return "the ints of scripts are long";
        if (type == typeof(float) || type == typeof(decimal))
            return "the floats of scripts are double";
        return "lambdas know double, long, bool, string, TimeSpan and DateTimeOffset";
    }

    private static Expression FromScript(ParameterExpression value, Type wanted)
    {
        if (wanted == typeof(TimeSpan))
            return Expression.Call(value, nameof(Duration.ToTimeSpan), null);
        return wanted == typeof(DateTimeOffset) ? Expression.Call(value, nameof(Instant.ToDateTimeOffset), null) : value;
    }

    private static Expression ToScript(Expression call)
    {
        if (call.Type == typeof(TimeSpan))
            return Expression.Call(typeof(MethodDelegate), nameof(ToDuration), null, call);
        return call.Type == typeof(DateTimeOffset) ? Expression.Call(typeof(MethodDelegate), nameof(ToInstant), null, call) : call;
    }

    private static Duration ToDuration(TimeSpan span) => new(checked(span.Ticks * TimeSpan.NanosecondsPerTick));

    private static Instant ToInstant(DateTimeOffset time) => new(checked((time.UtcTicks - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick));

    private static BlockExpression Watched(Expression call, LambdaFunction function)
    {
        var outer = Expression.Variable(typeof(UserFunction));
        return Expression.Block(
            [outer],
            Expression.Assign(outer, Expression.Call(typeof(CallWatch), nameof(CallWatch.Enter), null, Expression.Constant(function, typeof(UserFunction)))),
            Expression.TryFinally(call, Expression.Call(typeof(CallWatch), nameof(CallWatch.Leave), null, outer)));
    }
}
