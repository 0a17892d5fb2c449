/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

export interface Import {
	/** What the code names: a package, or the path of another file from here. */
	specifier: string;
	/** Nothing of it is left when the code runs. */
	isTypeOnly: boolean;
}

/** What stands for a module whose name the code only makes when it runs. */
export const COMPUTED = '(computed)';

const nameIn = (node: ts.Expression | undefined) =>
	node !== undefined && ts.isStringLiteralLike(node) ? node.text : COMPUTED;

/** A list of names counts as a type import if each of them is a type. */
const areTypes = (names: ts.NodeArray<ts.ImportSpecifier | ts.ExportSpecifier>) =>
	names.length > 0 && names.every((name) => name.isTypeOnly);

function importsTypesOnly({ importClause }: ts.ImportDeclaration): boolean {
	if (importClause === undefined) return false;
	if (importClause.isTypeOnly) return true;
	const { name, namedBindings } = importClause;
	return (
		name === undefined &&
		namedBindings !== undefined &&
		ts.isNamedImports(namedBindings) &&
		areTypes(namedBindings.elements)
	);
}

function exportsTypesOnly({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean {
	return (
		isTypeOnly ||
		(exportClause !== undefined &&
			ts.isNamedExports(exportClause) &&
			areTypes(exportClause.elements))
	);
}

const loads = ({ expression }: ts.CallExpression) =>
	expression.kind === ts.SyntaxKind.ImportKeyword ||
	/^require(\.resolve)?$/.test(expression.getText());

function importOf(node: ts.Node): Import | undefined {
	if (ts.isImportDeclaration(node))
		return { specifier: nameIn(node.moduleSpecifier), isTypeOnly: importsTypesOnly(node) };
	if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
		return { specifier: nameIn(node.moduleSpecifier), isTypeOnly: exportsTypesOnly(node) };
	if (ts.isExternalModuleReference(node))
		return {
			specifier: nameIn(node.expression),
			isTypeOnly: ts.isImportEqualsDeclaration(node.parent) && node.parent.isTypeOnly,
		};
	if (ts.isImportTypeNode(node)) {
		const { argument } = node;
		const literal = ts.isLiteralTypeNode(argument) ? argument.literal : undefined;
		const isText = literal !== undefined && ts.isStringLiteral(literal);
		return { specifier: isText ? literal.text : COMPUTED, isTypeOnly: true };
	}
	if (ts.isCallExpression(node) && loads(node))
		return { specifier: nameIn(node.arguments[0]), isTypeOnly: false };
	return undefined;
}

/** Everything that a source text takes from another module, in whatever form. */
export function importsIn(text: string): Import[] {
	const source = ts.createSourceFile(
		'a.tsx',
		text,
		ts.ScriptTarget.Latest,
		true,
		ts.ScriptKind.TSX,
	);
	const found: Import[] = source.referencedFiles.map(({ fileName }) => ({
		specifier: fileName.startsWith('.') ? fileName : `./${fileName}`,
		isTypeOnly: true,
	}));
	const visit = (node: ts.Node): void => {
		const one = importOf(node);
		if (one !== undefined) found.push(one);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** The file that a path names, or the specifier itself if it names a package. */
export function resolveFrom(file: string, specifier: string): string {
	if (!/^[./]/.test(specifier)) return specifier;
	const path = specifier.startsWith('/') ? specifier : join(dirname(file), specifier);
	const places = [`${path}.ts`, `${path}.tsx`, join(path, 'index.ts'), path];
	return places.find((place) => existsSync(place)) ?? path;
}
