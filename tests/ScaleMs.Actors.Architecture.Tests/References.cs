using Mono.Cecil;

namespace ScaleMs.Actors.Architecture.Tests;

/// <summary>Which types of the product a type uses: in its base types, members, signatures, attributes and method bodies.</summary>
internal static class References
{
    public static IEnumerable<TypeReference> Of(TypeDefinition type) => All(type).SelectMany(Parts);

    private static IEnumerable<TypeReference?> All(TypeDefinition type)
    {
        yield return type.BaseType;
        foreach (var reference in type.Interfaces.Select(static implementation => implementation.InterfaceType)
            .Concat(Attributes(type))
            .Concat(Constraints(type))
            .Concat(type.Fields.Select(static field => field.FieldType))
            .Concat(type.Fields.SelectMany(Attributes))
            .Concat(type.Properties.SelectMany(Attributes))
            .Concat(type.Methods.SelectMany(Uses))
            .Concat(type.NestedTypes.SelectMany(All)!))
        {
            yield return reference;
        }
    }

    private static IEnumerable<TypeReference> Uses(MethodDefinition method)
    {
        var signature = method.Parameters.Select(static parameter => parameter.ParameterType).Append(method.ReturnType).Concat(Attributes(method)).Concat(Constraints(method));
        return method.HasBody
            ? signature
                .Concat(method.Body.Variables.Select(static variable => variable.VariableType))
                .Concat(method.Body.ExceptionHandlers.Select(static handler => handler.CatchType).OfType<TypeReference>())
                .Concat(method.Body.Instructions.SelectMany(static instruction => Operands(instruction.Operand)))
            : signature;
    }

    private static IEnumerable<TypeReference> Operands(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider provider) => provider.CustomAttributes.Select(static attribute => attribute.AttributeType)
        .Concat(provider.CustomAttributes.SelectMany(static attribute => attribute.ConstructorArguments).Select(static argument => argument.Value).OfType<TypeReference>());

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider provider) =>
        provider.GenericParameters.SelectMany(static parameter => parameter.Constraints).Select(static constraint => constraint.ConstraintType);

    // A generic type is used with its arguments, an array or a reference with its element.
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };
}
