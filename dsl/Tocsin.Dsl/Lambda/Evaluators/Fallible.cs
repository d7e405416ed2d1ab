namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A function of one argument that may refuse its value: returns null, or the reason in words.</summary>
public delegate string? Fallible<in TA, TResult>(TA a, out TResult result);

/// <summary>A function of two arguments that may refuse their values: returns null, or the reason in words.</summary>
public delegate string? Fallible<in TA, in TB, TResult>(TA a, TB b, out TResult result);

/// <summary>A function of three arguments that may refuse their values: returns null, or the reason in words.</summary>
public delegate string? Fallible<in TA, in TB, in TC, TResult>(TA a, TB b, TC c, out TResult result);
